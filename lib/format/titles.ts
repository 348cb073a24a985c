/** Whether people gave this title, or the tab still has the one that it was made with: `Untitled`, `Untitled join 2`. */
export const isOwnTitle = (title: string): boolean => !/^Untitled( join)?( \d+)?$/.test(title);
