// Asks every service on a NATS server for PING, INFO and STATS, with a client that others wrote.
// Usage: node services.mjs URL NODE...     prints a line `ok STEP` or `not ok STEP: why` for each verb
import assert from "node:assert/strict";
import { connect } from "@nats-io/transport-node";
import { Svcm } from "@nats-io/services";

const [url, ...nodes] = process.argv.slice(2);
const nats = await connect({ servers: url });
const directory = new Svcm(nats).client({ maxWait: 1000, strategy: "timer" });

function tellsOfRequests(root) {
  assert.ok(root.endpoints[0].num_requests > 0, JSON.stringify(root));
  assert.ok(Date.parse(root.started) > 0, JSON.stringify(root));
}

for (const verb of ["ping", "info", "stats"]) {
  const step = `An independent client's ${verb} finds every process`;
  try {
    const answers = [];
    for await (const answer of await directory[verb]()) answers.push(answer);
    assert.deepEqual(answers.map((a) => a.metadata.node).sort(), nodes.sort());
    // The active one: a standby takes no requests.
    if (verb === "stats") answers.filter((a) => a.metadata.role === "root").forEach(tellsOfRequests);
    console.log(`ok ${step}`);
  } catch (error) {
    console.log(`not ok ${step}: ${error.message.replaceAll("\n", " | ")}`);
  }
}
await nats.close();
