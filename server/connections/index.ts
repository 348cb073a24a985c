export { Connections } from './connection-service.ts';
export { readConnections } from './read-connections.ts';
export { rotateSecrets } from './rotate-secrets.ts';
