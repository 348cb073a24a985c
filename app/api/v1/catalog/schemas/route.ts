export { GET } from '../../../catalog/schemas/route.ts';
