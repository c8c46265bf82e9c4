/// A provider that does as it is told and counts what it received: the truth that the ledger is held against, in
/// tests and in benchmarks.
module provider.scripted {

    requires transitive com.fasterxml.jackson.databind;
    requires transitive jdk.httpserver;

    exports provider.scripted;

}
