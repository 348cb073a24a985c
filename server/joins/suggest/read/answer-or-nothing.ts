import { JoineryError } from '../../../errors.ts';

/** A question that takes too long is given up: what is known without it has to do. Other failures are told. */
export async function answerOrNothing<Answer>(question: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await question;
  } catch (thrown) {
    if (thrown instanceof JoineryError && thrown.code === 'source_timeout') return undefined;
    throw thrown;
  }
}
