package gateway.v1.door;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Who stands at the door, as far as credentials tell.
///
/// @param keyName the key's name; empty where none is needed, and for our own components
/// @param scopes what it may do
/// @param internal whether it is a component of ours, whose word on caller and originator is believed
public record Visitor(Optional<String> keyName, Set<Scope> scopes, boolean internal) {

    static final Visitor ANYONE = new Visitor(Optional.empty(), EnumSet.allOf(Scope.class), false);
    static final Visitor COMPONENT = new Visitor(Optional.empty(), EnumSet.of(Scope.CALL), true);
}
