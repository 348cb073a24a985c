import type { PeopleService } from '../services.ts';
import type { GuardParts } from './parts.ts';

/** Whoever leaves leaves nothing that goes on: their runs end, on the sources too. */
export function guardPeople({ workbench, owners }: GuardParts): PeopleService {
  const { people, runs } = workbench;
  return {
    ...people,
    async setActive(personId, isActive) {
      const person = await people.setActive(personId, isActive);
      if (!isActive) await Promise.all((await owners.goingRuns(personId)).map((runId) => runs.cancel(runId)));
      return person;
    },
  };
}
