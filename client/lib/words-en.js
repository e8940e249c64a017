// English. Sentences of the lock and its drafts; those of the conflict dialog are in a table of their own.
export const en = {
};
