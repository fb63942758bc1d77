/* x */
"use strict";
