import { z } from 'zod';

/** Only that it is a small object: the server answers a wrong address and a wrong password alike. */
export const signInBodySchema = z.object({ email: z.string().max(300), password: z.string().max(200) });

export const linkQuerySchema = z.object({ token: z.string().min(1).max(200) });
