package io.dbvitals.http.page;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Renders each result once per form and shares the bytes among all who wait for it. Nothing is kept once nobody waits;
 * when somebody always does, only the pages used last are.
 */
public final class SharedPages {
    private static final int MAX_PAGES = 8;

    private final Renderer renderer;
    private final LinkedHashMap<Key, CompletableFuture<ByteBuffer>> pages = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CompletableFuture<ByteBuffer>> eldest) {
            return size() > MAX_PAGES;
        }
    };
    private int waiting;

    /** Snapshots are compared by identity: the scraper gives the same object to all who asked for the same. */
    private record Key(MetricSnapshots snapshots, Form form) {}

    public SharedPages(Consumer<String> onRenderFailure) {
        this.renderer = new Renderer(onRenderFailure);
    }

    /** Somebody begins to wait for a page; {@link #leave} is called once when the page is sent. */
    public synchronized void enter() {
        waiting++;
    }

    public synchronized void leave() {
        waiting--;
        if (waiting == 0) {
            pages.clear();
        }
    }

    /** Renders on the caller's thread, or gives what another thread renders or has rendered. */
    public CompletableFuture<ByteBuffer> page(MetricSnapshots snapshots, Form form) {
        Key key = new Key(snapshots, form);
        CompletableFuture<ByteBuffer> page;
        synchronized (this) {
            CompletableFuture<ByteBuffer> known = pages.get(key);
            if (known != null) {
                return known;
            }
            page = new CompletableFuture<>();
            pages.put(key, page);
        }
        try {
            page.complete(renderer.render(snapshots, form));
        } catch (IOException | RuntimeException | Error e) {
            page.completeExceptionally(e);
        }
        return page;
    }
}
