import { z } from 'zod';
import { answers, bodies, type Operation, operations } from './operations.ts';

type Json = Record<string, unknown>;

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** The OpenAPI 3.1 document of `/api/v1`, written from the contracts themselves. */
export function openApiDocument(): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Joinery',
      version: '1',
      description: 'Run statements and saved queries over several database systems, and read their results.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The access token that the start command prints.' },
      },
      schemas: { ...schemasOf(bodies, 'input'), ...schemasOf(answers, 'output') },
    },
  };
}

function describe({ id, path, summary, query, body, answer }: Operation): Json {
  return {
    operationId: id,
    summary,
    parameters: [...pathParameters(path), ...(query === undefined ? [] : queryParameters(query))],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: ref(body) } } } }),
    responses: {
      '200': { description: 'As asked.', content: contentOf(answer) },
      default: { description: 'What went wrong.', content: { 'application/json': { schema: ref('Error') } } },
    },
  };
}

function contentOf(answer: Operation['answer']): Json {
  if (answer === 'file') return { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
  if (answer === 'openapi') return { 'application/json': { schema: { type: 'object' } } };
  if (typeof answer === 'object') return { 'application/x-ndjson': { schema: ref(answer.lines) } };
  return { 'application/json': { schema: ref(answer) } };
}

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

function queryParameters(query: z.ZodObject): Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function schemasOf(named: Record<string, z.ZodType>, io: 'input' | 'output'): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    unrepresentable: 'any',
    uri: (id) => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _schema, $id: _id, ...rest }]) => [name, rest]),
  );
}
