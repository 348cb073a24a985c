import { JoineryError } from '../../server/errors.ts';
import { serverHost, workbench } from '../../server/index.ts';
import { answer } from '../api/answer.ts';

/** Figures for Prometheus, for admins. A scraper with its own token is answered before it comes here. */
export const GET = answer(async () => {
  await workbench();
  if (serverHost().access.current().role !== 'admin')
    throw new JoineryError('forbidden', 'The figures of the server are for admins.');
  const { contentType, text } = await serverHost().operations.metrics();
  return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
});
