/// Calls straight to a model server, unseen by the ledger: for the gateway, which does the seeing.
package ai.client.direct;
