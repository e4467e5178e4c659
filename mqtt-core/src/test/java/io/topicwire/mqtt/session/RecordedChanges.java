package io.topicwire.mqtt.session;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the changes of a session for a test to look at.
 */
public final class RecordedChanges implements SessionRecorder {

	private final List<SessionChange> changes = new ArrayList<>();

	private long number;

	@Override
	public void record(SessionChange change) {
		this.changes.add(change);
	}

	@Override
	public long nextNumber() {
		return ++this.number;
	}

	/**
	 * Return the changes since the last call.
	 */
	List<SessionChange> take() {
		List<SessionChange> taken = List.copyOf(this.changes);
		this.changes.clear();
		return taken;
	}

}
