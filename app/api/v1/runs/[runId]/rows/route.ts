export { GET } from '../../../../results/[runId]/rows/route.ts';
