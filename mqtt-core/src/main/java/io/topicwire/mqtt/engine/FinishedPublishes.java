package io.topicwire.mqtt.engine;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.topicwire.mqtt.session.SessionChange;

/**
 * Spares a store the steps of messages that are finished by now.
 */
final class FinishedPublishes {

	private FinishedPublishes() {
	}

	/**
	 * Return changes without the steps of those messages that are finished in the end.
	 * That they were accepted and are finished remains.
	 */
	static List<SessionChange> withoutTheirSteps(List<SessionChange> changes) {
		Set<Long> finished = new HashSet<>();
		for (SessionChange change : changes) {
			if (change instanceof SessionChange.PublishFinished publish) {
				finished.add(publish.number());
			}
		}
		return finished.isEmpty() ? changes : changes.stream().filter((change) -> !isStep(change, finished)).toList();
	}

	private static boolean isStep(SessionChange change, Set<Long> finished) {
		return (change instanceof SessionChange.PublishSent sent && finished.contains(sent.number()))
				|| (change instanceof SessionChange.PublishReleased released && finished.contains(released.number()))
				|| (change instanceof SessionChange.PublishRequeued requeued && finished.contains(requeued.number()));
	}

}
