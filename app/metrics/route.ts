import { serverHost, workbench } from '../../server/index.ts';
import { answer } from '../api/answer.ts';

/** Figures for Prometheus, for who has signed in. A scraper with its own token is answered before it comes here. */
export const GET = answer(async () => {
  await workbench();
  const { contentType, text } = await serverHost().operations.metrics();
  return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
});
