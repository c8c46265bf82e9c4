/// A provider, and a Langfuse, that do as they are told and count what they received: the truth that the ledger is held
/// against, in tests and in benchmarks.
module provider.scripted {

    requires transitive com.fasterxml.jackson.databind;
    requires transitive com.google.protobuf;
    requires transitive io.opentelemetry.proto;
    requires transitive jdk.httpserver;

    exports provider.scripted;

}
