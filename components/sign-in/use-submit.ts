import { type FormEvent, useState } from 'react';
import { ClientError } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';

/** One form at a time: busy while it is sent, and the server's words if it is refused. */
export function useSubmit(send: (form: FormData) => Promise<void>) {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorShape | undefined>(undefined);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setIsBusy(true);
    setError(undefined);
    send(new FormData(event.currentTarget))
      .catch((thrown: unknown) => {
        if (!(thrown instanceof ClientError)) throw thrown;
        setError(thrown.shape);
      })
      .finally(() => setIsBusy(false));
  };
  return { isBusy, error, submit };
}
