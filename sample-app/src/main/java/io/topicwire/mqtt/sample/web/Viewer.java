package io.topicwire.mqtt.sample.web;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.topicwire.mqtt.sample.MachineId;
import io.topicwire.mqtt.sample.monitor.Machine;
import io.topicwire.mqtt.sample.monitor.Machines;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends events to one browser, on a thread of its own while there is something to send.
 * Remembers only that something has changed, not each change: a slow browser gets fewer
 * events, each of them up to date. Thread-safe.
 */
class Viewer {

	private final SseEmitter emitter;

	private final Machines machines;

	private final List<LivePart> parts;

	// Of each part what the browser shows. Belongs to the thread that sends
	private final Map<String, Object> shown = new HashMap<>();

	private final Executor executor;

	private final Consumer<Viewer> whenGone;

	private final AtomicInteger work = new AtomicInteger();

	// Guarded by this
	private final Set<MachineId> changed = new HashSet<>();

	// Guarded by this; a new browser gets everything
	private boolean allDue = true;

	// Guarded by this
	private boolean partsDue = true;

	Viewer(SseEmitter emitter, Machines machines, List<LivePart> parts, Executor executor, Consumer<Viewer> whenGone) {
		this.emitter = emitter;
		this.machines = machines;
		this.parts = parts;
		this.executor = executor;
		this.whenGone = whenGone;
		emitter.onCompletion(() -> whenGone.accept(this));
	}

	void start() {
		wake();
	}

	void machineChanged(MachineId id) {
		synchronized (this) {
			this.changed.add(id);
		}
		wake();
	}

	void partsChanged() {
		synchronized (this) {
			this.partsDue = true;
		}
		wake();
	}

	void close() {
		this.executor.execute(() -> end(this.emitter::complete));
	}

	// Whoever counts from zero starts the thread; the thread goes on until it is zero
	// again
	private void wake() {
		if (this.work.getAndIncrement() == 0) {
			this.executor.execute(this::work);
		}
	}

	private void work() {
		try {
			int done = this.work.get();
			do {
				send();
				done = this.work.addAndGet(-done);
			}
			while (done != 0);
		}
		catch (IOException ex) {
			// The browser is gone, and the web server ends the request by itself. Work
			// is never zero again, so no thread is started
			this.whenGone.accept(this);
		}
		catch (RuntimeException ex) {
			this.whenGone.accept(this);
			end(() -> this.emitter.completeWithError(ex));
		}
	}

	private static void end(Runnable completion) {
		try {
			completion.run();
		}
		catch (IllegalStateException ex) {
			// The web server has noticed that the browser is gone and ends the request
		}
	}

	private void send() throws IOException {
		if (takePartsDue()) {
			sendParts();
		}
		if (takeAllDue()) {
			send("machines", this.machines.all());
		}
		List<Machine> changed = takeChanged();
		if (!changed.isEmpty()) {
			send("changes", changed);
		}
	}

	private void sendParts() throws IOException {
		for (LivePart part : this.parts) {
			Object content = part.content().get();
			if (!content.equals(this.shown.put(part.name(), content))) {
				send(part.name(), content);
			}
		}
	}

	private void send(String name, Object data) throws IOException {
		this.emitter.send(SseEmitter.event().name(name).data(data, MediaType.APPLICATION_JSON));
	}

	private synchronized boolean takePartsDue() {
		boolean due = this.partsDue;
		this.partsDue = false;
		return due;
	}

	private synchronized boolean takeAllDue() {
		boolean due = this.allDue;
		this.allDue = false;
		return due;
	}

	private synchronized List<Machine> takeChanged() {
		List<Machine> changed = this.changed.stream().map(this.machines::get).filter(Objects::nonNull).toList();
		this.changed.clear();
		return changed;
	}

}
