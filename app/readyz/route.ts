import { serverHost } from '../../server/index.ts';

/** Tells whether the server can work now, and which part cannot; needs no session. */
export const GET = async (): Promise<Response> => {
  const readiness = await serverHost().operations.readiness();
  return Response.json(readiness, {
    status: readiness.status === 'ready' ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
};
