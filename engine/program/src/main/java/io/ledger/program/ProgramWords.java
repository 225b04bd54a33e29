package io.ledger.program;

/**
 * What a program is called, and what it calls its streams.
 *
 * @param command what somebody enters to run it
 * @param title its name in the log
 * @param about what it is, as the first line of its help
 * @param noun one stream of the main kind; it is their category too
 * @param plural several of them; tables of them are imported under this name
 */
public record ProgramWords(String command, String title, String about, String noun, String plural) {}
