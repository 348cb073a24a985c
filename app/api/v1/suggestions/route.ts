export { POST } from '../../suggestions/route.ts';
