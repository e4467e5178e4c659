package io.topicwire.mqtt.engine;

import java.util.concurrent.Executor;

/**
 * What the parts of one client share.
 *
 * @param settings the settings
 * @param lock guards the state of the client
 * @param timer tells the time
 * @param threads starts threads
 * @param listeners what is told about events
 * @param counters what is counted
 * @param log the log
 * @param trace the packet tap
 * @param journal has the session stored
 * @param authentication where the application works on its part of an authentication
 */
record ClientContext(ClientSettings settings, ClientLock lock, Timer timer, ClientThreads threads, Listeners listeners,
		Counters counters, ClientLog log, PacketTrace trace, SessionJournal journal, Executor authentication) {

	Alarm newAlarm() {
		return new Alarm(this.timer, this.lock);
	}

}
