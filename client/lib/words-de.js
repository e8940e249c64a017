// Deutsch.
export const de = {
};
