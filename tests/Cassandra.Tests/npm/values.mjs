// Writes or reads one row of the table both.samples, whose values the C# test has too.
//   node values.mjs write|read ADDRESS NAME
import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';

// From the working directory, where npm has installed it.
const cassandra = createRequire(`${process.cwd()}/`)('cassandra-driver');
const { types } = cassandra;
const [what, address, name] = process.argv.slice(2);

const time = types.TimeUuid.fromString('6ba7b810-9dad-11d1-80b4-00c04fd430c8');
const values = {
  id: name,
  big: types.Long.fromString('-9223372036854775807'),
  number: -7,
  words: 'grüße 👋',
  bytes: Buffer.from([0, 1, 255]),
  yes: true,
  time,
  moment: new Date(1234567890123),
  l: ['b', 'a', ''],
  s: [types.Long.fromNumber(1), types.Long.fromNumber(2)],
  m: { x: 1, y: -2 },
  nothing: null,
};

const client = new cassandra.Client({ contactPoints: [address], localDataCenter: 'datacenter1', keyspace: 'both' });
try {
  await client.connect();
  const columns = Object.keys(values);
  if (what === 'write') {
    const query = `INSERT INTO samples (${columns}) VALUES (${columns.map(() => '?')})`;
    await client.execute(query, Object.values(values), { prepare: true });
  } else {
    const { rows } = await client.execute('SELECT * FROM samples WHERE id = ?', [name], { prepare: true });
    for (const column of columns) {
      const [ours, theirs] = [rows[0][column], values[column]].map((v) => JSON.parse(JSON.stringify(v)));
      if (!isDeepStrictEqual(ours, theirs)) {
        throw new Error(`${column} is ${JSON.stringify(ours)}, not ${JSON.stringify(theirs)}`);
      }
    }
    // Through pages that both drivers cut differently.
    const paged = await client.execute('SELECT c FROM pages WHERE p = 0', [], { prepare: true, fetchSize: 7 });
    let next = 0;
    for await (const row of paged) if (row.c !== next++) throw new Error(`page row ${row.c} is not ${next - 1}`);
    if (next !== 100) throw new Error(`${next} rows in pages`);
  }
} finally {
  await client.shutdown();
}
