export { GET } from '../../../../runs/[runId]/events/route.ts';
