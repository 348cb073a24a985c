export { GET } from '../../../../results/[runId]/export/route.ts';
