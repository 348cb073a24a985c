export { GET } from '../../../catalog/search/route.ts';
