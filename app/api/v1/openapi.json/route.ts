import { answer } from '../../answer.ts';
import { openApiDocument } from '../openapi.ts';

/** The description of `/api/v1`. */
export const GET = answer(() => openApiDocument());
