import { isAwsRegion } from '../../config/aws-region';
import type { Problem } from '../../model/problem';

/** Checks the name of a region of AWS. */
export function validateRegion(prop: string, region: string): Problem[] {
  if (isAwsRegion(region)) return [];
  return [{ what: `'${prop}' is '${region}', which is no region of AWS`, fix: "use one such as 'eu-west-1'" }];
}

/** Whether a text names a role of IAM. */
export const isRoleArn = (text: string): boolean => /^arn:aws[-a-z]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/.test(text);

/** Checks an optional role of IAM. */
export function validateRoleArn(prop: string, role: string | undefined): Problem[] {
  if (role === undefined || isRoleArn(role)) return [];
  return [
    {
      what: `'${prop}' is '${role}', which is no role of IAM`,
      fix: "use one such as 'arn:aws:iam::123456789012:role/logs'",
    },
  ];
}
