export { GET } from '../../../catalog/connections/route.ts';
