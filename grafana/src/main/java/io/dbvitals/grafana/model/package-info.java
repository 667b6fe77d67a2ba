/** What a dashboard is made of; knows nothing of JSON. */
@NullMarked
package io.dbvitals.grafana.model;

import org.jspecify.annotations.NullMarked;
