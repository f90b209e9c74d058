import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { formatMatcher } from '../../lib/config/alertmanager/matcher';
import type { Tool } from '../tools/tool';

/** Programs that run at a time. */
const PARALLEL = 4;

/** One question: the file with the configuration, and the labels of an alert. */
export type Question = readonly [file: string, labels: Readonly<Record<string, string>>];

/** What `amtool config routes test` answers to each question: names of receivers, joined by commas. */
export async function askAmtool(amtool: Tool, questions: readonly Question[]): Promise<string[]> {
  const answers: string[] = [];
  const ask = async ([file, labels]: Question, i: number) => {
    const args = Object.entries(labels).map(([name, value]) => formatMatcher({ name, operator: '=', value }));
    const { stdout } = await promisify(execFile)(amtool.path, [
      'config',
      'routes',
      'test',
      `--config.file=${file}`,
      '--',
      ...args,
    ]);
    answers[i] = stdout.replace(/\n$/, '');
  };
  const queue = questions.entries();
  const work = async () => {
    for (const [i, question] of queue) await ask(question, i);
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return answers;
}
