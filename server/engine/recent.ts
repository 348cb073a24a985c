/** Answers to questions that are asked again and again, the latest ones, up to a weight in all. */
export class Recent<Answer> {
  readonly #answers = new Map<string, { readonly answer: Answer; readonly weight: number }>();
  readonly #maxWeight: number;
  #weight = 0;

  constructor(maxWeight: number) {
    this.#maxWeight = maxWeight;
  }

  get(question: string): Answer | undefined {
    const known = this.#answers.get(question);
    if (known === undefined) return undefined;
    this.#answers.delete(question);
    this.#answers.set(question, known);
    return known.answer;
  }

  /** The question's own length counts too. What alone weighs more than an eighth of all is not kept. */
  set(question: string, answer: Answer, answerWeight: number): void {
    const weight = question.length + answerWeight;
    this.#weight -= this.#answers.get(question)?.weight ?? 0;
    this.#answers.delete(question);
    if (weight > this.#maxWeight / 8) return;
    this.#answers.set(question, { answer, weight });
    this.#weight += weight;
    for (const [oldest, { weight: freed }] of this.#answers) {
      if (this.#weight <= this.#maxWeight) return;
      this.#answers.delete(oldest);
      this.#weight -= freed;
    }
  }
}
