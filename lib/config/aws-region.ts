/** Whether a text may name a region of AWS, as `eu-west-1` does. */
export const isAwsRegion = (text: string): boolean => /^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(text);
