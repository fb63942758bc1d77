/* firefox.test.mjs - the viewer in Firefox. */
import { list } from "./viewer_list.mjs";

list("firefox");
