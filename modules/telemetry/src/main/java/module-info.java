/// Names and identities that Lakehouse's calls are seen under: ids of calls and spans, trace contexts, and the
/// names of the attributes of spans. Used by every module that makes or records a call.
module telemetry {

    requires com.fasterxml.uuid;

    exports telemetry;

}
