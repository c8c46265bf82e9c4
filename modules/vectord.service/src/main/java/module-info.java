/// `/vectors`: collections of documents with text, vector and hybrid search, and answers drawn from them. Every model
/// call it makes goes through the observable client.
module vectord.service {

    requires ai.client;
    requires com.fasterxml.jackson.databind;
    requires io.helidon.microprofile.server;
    requires org.apache.lucene.analysis.common;
    requires org.apache.lucene.core;
    requires org.apache.lucene.queryparser;
    requires telemetry;

}
