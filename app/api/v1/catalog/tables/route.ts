export { GET } from '../../../catalog/tables/route.ts';
