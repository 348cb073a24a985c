export { snowflakeDriver } from './driver.ts';
