export { trinoDriver } from './driver.ts';
