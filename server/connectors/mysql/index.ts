export { mysqlDriver } from './driver.ts';
