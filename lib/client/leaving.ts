/** A link to another screen has been followed, and that screen is not there yet: replacing the address now would call it off. */
let isOnTheWay = false;

/** To be called when a link to `href` is followed within the page. */
export const noteLeaving = (href: string): void => {
  isOnTheWay = new URL(href, window.location.href).pathname !== window.location.pathname;
};

/** To be called when a screen is there. */
export const noteArrival = (): void => {
  isOnTheWay = false;
};

export const isLeaving = (): boolean => isOnTheWay;
