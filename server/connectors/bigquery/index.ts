export { bigqueryDriver } from './driver.ts';
