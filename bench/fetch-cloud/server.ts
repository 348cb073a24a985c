/** Ready answers of BigQuery (both of its APIs) and Snowflake: `node server.ts ROWS` prints its ports, of HTTP and of gRPC. Three columns: a 64-bit number, a decimal, a text. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { arrowBlock, arrowSchema } from '../../test/servers/bigquery-arrow.ts';
import { serveStorage } from '../../test/servers/storage-service.ts';

const rows = Number(process.argv[2]);
const pageRows = 25_000;

const cells = (id: number): [string, string, string] => [
  String(id),
  `${id % 9973}.${String(id % 100).padStart(2, '0')}`,
  `label ${id % 1000}`,
];
const numbers = (page: number) =>
  Array.from({ length: Math.min(pageRows, rows - page * pageRows) }, (_, index) => page * pageRows + index);
const pages = Math.ceil(rows / pageRows);

const fields = [
  { name: 'id', type: 'INTEGER', mode: 'NULLABLE' },
  { name: 'amount', type: 'NUMERIC', mode: 'NULLABLE', precision: '12', scale: '2' },
  { name: 'label', type: 'STRING', mode: 'NULLABLE' },
];
const reference = { projectId: 'demo', jobId: 'job', location: 'US' };
const bigqueryPages = Array.from({ length: pages }, (_, page) =>
  Buffer.from(
    JSON.stringify({
      jobReference: reference,
      jobComplete: true,
      totalRows: String(rows),
      schema: { fields },
      rows: numbers(page).map((id) => ({ f: cells(id).map((v) => ({ v })) })),
      ...(page + 1 < pages ? { pageToken: String(page + 1) } : {}),
    }),
  ),
);
/** Blocks of some 200 kB, as the service sends them. */
const blockRows = 5000;
const bigqueryBlocks = Array.from({ length: Math.ceil(rows / blockRows) }, (_, block) => {
  const ids = Array.from(
    { length: Math.min(blockRows, rows - block * blockRows) },
    (_one, index) => block * blockRows + index,
  );
  const cellsOf = ids.map((id) => ({ f: cells(id).map((v) => ({ v })) }));
  return { arrowRecordBatch: { serializedRecordBatch: arrowBlock(fields, cellsOf) }, rowCount: String(ids.length) };
});
const snowflakeParts = Array.from({ length: pages }, (_, page) =>
  Buffer.from(JSON.stringify(numbers(page).map(cells)).slice(1, -1)),
);

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://server');
  request.resume();
  if (url.pathname.startsWith('/parts/'))
    return send(response, snowflakeParts[Number(url.pathname.slice(7))] ?? Buffer.alloc(0), 'binary/octet-stream');
  if (url.pathname.includes('/queries/job') || url.pathname.includes('/queries/joinery'))
    return send(response, bigqueryPages[Number(url.searchParams.get('pageToken') ?? 0)] ?? Buffer.alloc(0));
  send(response, Buffer.from(JSON.stringify(answer(url.pathname, request.headers.host ?? ''))));
});
const { port: grpcPort } = await serveStorage({
  createReadSession({ request }, done) {
    const streams = Array.from({ length: request.maxStreamCount }, (_, part) => ({
      name: `${part}/${request.maxStreamCount}`,
    }));
    done(null, { name: 'session', arrowSchema: { serializedSchema: arrowSchema(fields) }, streams });
  },
  async readRows(call) {
    const [part = 0, parts = 1] = call.request.readStream.split('/').map(Number);
    for (let block = part; block < bigqueryBlocks.length && !call.cancelled; block += parts) {
      const response = bigqueryBlocks[block];
      if (response !== undefined && !call.write(response))
        await Promise.race([once(call, 'drain'), once(call, 'cancelled')]);
    }
    call.end();
  },
});
server.listen(0, '127.0.0.1', () => console.log(`${(server.address() as AddressInfo).port} ${grpcPort}`));

function answer(path: string, host: string): unknown {
  if (path.endsWith('/jobs')) return { jobReference: reference, status: { state: 'DONE' } };
  if (path.includes('/jobs/')) {
    const destinationTable = { projectId: 'demo', datasetId: '_results', tableId: 'job' };
    return {
      jobReference: reference,
      status: { state: 'DONE' },
      statistics: {},
      configuration: { query: { destinationTable } },
    };
  }
  if (path.startsWith('/bigquery')) return { location: 'US' };
  if (path === '/queries/v1/query-request') {
    const chunks = snowflakeParts.map((part, index) => ({
      url: `http://${host}/parts/${index}`,
      rowCount: numbers(index).length,
      uncompressedSize: part.length,
      compressedSize: part.length,
    }));
    const rowtype = [
      { name: 'id', type: 'fixed', precision: 18, scale: 0, nullable: true },
      { name: 'amount', type: 'fixed', precision: 12, scale: 2, nullable: true },
      { name: 'label', type: 'text', nullable: true },
    ];
    return {
      success: true,
      data: {
        rowtype,
        rowset: [],
        returned: rows,
        total: rows,
        version: 1,
        queryId: 'query',
        parameters: [],
        chunks,
        chunkHeaders: {},
        queryResultFormat: 'json',
      },
    };
  }
  return {
    success: true,
    data: {
      token: 't',
      masterToken: 'm',
      validityInSeconds: 3600,
      masterValidityInSeconds: 3600,
      parameters: [],
      sessionInfo: {},
    },
  };
}

function send(response: ServerResponse, body: Buffer, type = 'application/json'): void {
  response.writeHead(200, { 'content-type': type, 'content-length': body.length });
  response.end(body);
}
