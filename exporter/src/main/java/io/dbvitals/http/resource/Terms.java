package io.dbvitals.http.resource;

import io.dbvitals.config.api.ApiConfig;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * On what terms calls are taken.
 *
 * @param config as it is now; asked at each request, does no I/O
 * @param onRefusal told why a call was refused
 */
public record Terms(Supplier<ApiConfig> config, Audit audit, Consumer<RefusalReason> onRefusal) {}
