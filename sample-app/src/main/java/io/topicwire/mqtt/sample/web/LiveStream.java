package io.topicwire.mqtt.sample.web;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.topicwire.mqtt.sample.monitor.Machines;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Keeps all browsers that show the page up to date. Thread-safe.
 */
@Component
class LiveStream implements DisposableBean {

	/**
	 * How many browsers there may be, as each may need a thread.
	 */
	static final int MAX_VIEWERS = 100;

	private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();

	private final ExecutorService executor = Executors.newCachedThreadPool(threadFactory());

	private final Machines machines;

	private final List<LivePart> parts;

	private volatile boolean closed;

	LiveStream(Machines machines, List<LivePart> parts) {
		this.machines = machines;
		this.parts = List.copyOf(parts);
		machines.observe((id) -> this.viewers.forEach((viewer) -> viewer.machineChanged(id)));
	}

	private static CustomizableThreadFactory threadFactory() {
		CustomizableThreadFactory threadFactory = new CustomizableThreadFactory("live-stream-");
		threadFactory.setDaemon(true);
		return threadFactory;
	}

	SseEmitter open() {
		if (this.closed || this.viewers.size() >= MAX_VIEWERS) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "No more viewers are served");
		}
		return open(new SseEmitter(0L));
	}

	SseEmitter open(SseEmitter emitter) {
		Viewer viewer = new Viewer(emitter, this.machines, this.parts, this.executor, this.viewers::remove);
		this.viewers.add(viewer);
		viewer.start();
		if (this.closed) {
			viewer.close();
		}
		return emitter;
	}

	int viewers() {
		return this.viewers.size();
	}

	// The first part always has something new, so that the page sees that the stream is
	// alive, and a browser that went away is noticed
	@Scheduled(fixedRate = 1_000)
	void sendParts() {
		this.viewers.forEach(Viewer::partsChanged);
	}

	// Not later, because the web server waits for open requests when it stops
	@EventListener(ContextClosedEvent.class)
	void close() {
		this.closed = true;
		this.viewers.forEach(Viewer::close);
		this.viewers.clear();
	}

	@Override
	public void destroy() {
		this.executor.shutdown();
	}

}
