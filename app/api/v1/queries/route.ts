export { GET } from '../../queries/route.ts';
