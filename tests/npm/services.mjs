// Asks every service on a NATS server for PING, INFO and STATS, and prints the answers as one line of JSON.
import { connect } from "@nats-io/transport-node";
import { Svcm } from "@nats-io/services";

const nats = await connect({ servers: process.argv[2] });
const directory = new Svcm(nats).client({ maxWait: 1000, strategy: "timer" });
const answers = {};
for (const verb of ["ping", "info", "stats"]) {
  answers[verb] = [];
  for await (const answer of await directory[verb]()) answers[verb].push(answer);
}
console.log(JSON.stringify(answers));
await nats.close();
