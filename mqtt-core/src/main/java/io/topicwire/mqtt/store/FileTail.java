package io.topicwire.mqtt.store;

import java.io.IOException;

/**
 * What is behind the last commit.
 */
enum FileTail {

	/**
	 * Nothing.
	 */
	NONE,

	/**
	 * A part of the next commit.
	 */
	UNFINISHED,

	/**
	 * Something else.
	 */
	FOREIGN;

	/**
	 * Look at the end of a file.
	 * @param file the file
	 * @param end the first block behind the last commit
	 * @param nextChunk the chunk of the next commit
	 */
	static FileTail of(BlockFile file, long end, int nextChunk) throws IOException {
		if (file.bytesBehind(end * BlockFile.BLOCK_SIZE) <= 0) {
			return NONE;
		}
		boolean foreign = false;
		for (long block = end; block < file.size() / BlockFile.BLOCK_SIZE; block++) {
			int owner = file.owner(block);
			if (owner == nextChunk) {
				return UNFINISHED;
			}
			// The size of a file may reach the disk before what is in it
			foreign |= owner != BlockFile.NOBODY;
		}
		return foreign ? FOREIGN : UNFINISHED;
	}

}
