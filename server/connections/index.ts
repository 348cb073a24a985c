export { Connections } from './connection-service.ts';
