export { Connections } from './connection-service.ts';
export { rotateSecrets } from './rotate-secrets.ts';
