export { GET } from '../../../catalog/columns/route.ts';
